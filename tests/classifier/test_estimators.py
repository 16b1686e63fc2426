import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import (
    check_get_params_invariance,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
    check_set_params,
)

from classifier.calibration import SigmoidCalibration
from classifier.features import SentenceCounts
from classifier.model import FlagModel
from classifier.scoring import LinearScorer

# The common checks that feed numbers do not apply to estimators of texts.
CHECKS = [
    check_get_params_invariance,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
    check_set_params,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(
    "estimator", [FlagModel(), SentenceCounts(), LinearScorer(), SigmoidCalibration()], ids=repr
)
def test_estimators_keep_the_conventions(estimator, check):
    check(type(estimator).__name__, clone(estimator))


def test_constructors_take_keywords_only():
    with pytest.raises(TypeError):
        FlagModel(1.0)
