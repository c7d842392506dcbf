"""scikit-learn: a transformer of texts for a `Pipeline`."""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner

try:
    import numpy as np
    from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
except ModuleNotFoundError as error:
    raise ImportError("scikit-learn needs an extra: pip install 'cleaner[sklearn]'") from error


class BoilerplateTransformer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc,unused-ignore]
    """Cleans a sequence of texts (as the vectorizers take it), or each cell of a table of texts.

    The parameters are those of `Cleaner`.
    """

    def __init__(
        self,
        languages: Any = None,
        level: str = "standard",
        lists: Any = (),
        select: Any = None,
        ignore: Any = (),
        unicode: Any = "plain",
        max_removed: float = 0.5,
    ) -> None:
        self.languages = languages
        self.level = level
        self.lists = lists
        self.select = select
        self.ignore = ignore
        self.unicode = unicode
        self.max_removed = max_removed

    def fit(self, X: Any, y: Any = None) -> BoilerplateTransformer:
        """Check the parameters, and remember the columns of a table; the texts teach nothing."""
        self.cleaner_ = Cleaner(**self.get_params())
        shape = np.shape(X)
        self.n_features_in_ = shape[1] if len(shape) == 2 else 1
        if hasattr(X, "columns"):
            self.feature_names_in_ = np.asarray(list(X.columns), dtype=object)
        return self

    def transform(self, X: Any) -> Any:
        """Return an array of the shape of X with the texts cleaned."""
        if isinstance(X, str):
            raise ValueError("expected a sequence of texts, not one text: put it into a list")
        texts = np.asarray(X, dtype=object)
        cleaned = np.empty(texts.shape, dtype=object)
        for place, text in np.ndenumerate(texts):
            cleaned[place] = self.cleaner_.clean(text)
        return cleaned

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "cleaner_")
