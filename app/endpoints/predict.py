"""/predict: the most probable classes of a picture."""

from __future__ import annotations

from typing import Any

from app.encode import binary, found_ink
from app.endpoints.arguments import positive_number, read_picture, require_weights, whole_number
from app.endpoints.base import LANGUAGE, NETWORK, PICTURE, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language
from models.types.activations import Prediction


def predict(files: TemporaryFiles, picture: Any, network: Any, top: Any, temperature: Any, language: Language) -> dict[str, Any]:
    source, key = read_picture(files, picture), require_weights(network)
    first, heat = whole_number("top", top, len(api.network(key).classes)), positive_number("temperature", temperature)
    answer = api.predict_with_report(key, source, top=first, temperature=heat)
    guesses = [_prediction(prediction, language) for prediction in answer.predictions]
    return {"network": key, "temperature": heat, "answer": guesses, "found": found_ink.facts(answer.report, language)}


def _prediction(prediction: Prediction, language: Language) -> dict[str, Any]:
    probability, logit = binary.json_number(prediction.probability), binary.json_number(prediction.logit)
    return {"index": prediction.index, "label": prediction.label[language], "logit": logit, "probability": probability}


_RETURNS = (
    "{network, temperature, answer: [{index, label, logit, probability}], found: {size, box, inverted, steps: [{key, text}], digits, "
    "boxes, digit}}. found: what was done to the picture, in order; box [left, top, right, bottom]: where the digit was found in the "
    "upright picture, or what was cut out of a photograph, px; boxes: of all digits from left to right, digit: which of them was read."
)

ENDPOINT = Endpoint(
    "predict",
    "The most probable classes of a picture, most probable first. logit: the network's raw score, no unit; "
    "probability: softmax(logit / temperature) over all classes, 0 to 1.",
    predict,
    (
        PICTURE,
        NETWORK,
        ("top", "integer", "How many classes.", 5),
        ("temperature", "number", "Above 0; 1 leaves the network's own probabilities, larger makes them more even.", 1.0),
        LANGUAGE,
    ),
    (("answer", "object", _RETURNS),),
)
