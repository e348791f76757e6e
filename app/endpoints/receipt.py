"""/receipt: where one number comes from."""

from __future__ import annotations

from typing import Any

from app.encode import receipts
from app.endpoints.arguments import read_picture, require_weights, text_argument
from app.endpoints.base import LANGUAGE, LAYER, NETWORK, PICTURE, REQUIRED, Endpoint
from app.http.files import TemporaryFiles
from models import api
from models.text import Language


def receipt(files: TemporaryFiles, picture: Any, network: Any, layer: Any, cell: Any, language: Language) -> dict[str, Any]:
    source, key, name = read_picture(files, picture), require_weights(network), text_argument("layer", layer)
    return receipts.receipt_json(key, api.receipt(key, source, name, cell))


ENDPOINT = Endpoint(
    "receipt",
    "Where one number of one layer comes from: every value that it was made of, with the layer and the cell it was read from (cell "
    "null: padding). product: value × weight, in float64; sum: all products and the bias; torch_value: the float32 that PyTorch "
    "computed. weight null: the value enters otherwise, and product says how much it adds (a function of one value; a softmax, "
    "whose other classes add nothing but share the divisor; a product of two layers, whose second is the weight of the first). "
    "In a layer of distances product is −½ · (value − weight)². No unit.",
    receipt,
    (
        PICTURE,
        NETWORK,
        LAYER,
        ("cell", "cell", "[channel, y, x], or [unit] for a layer without maps; counted from 0.", REQUIRED),
        LANGUAGE,
    ),
    (("receipt", "object", "{network, layer, kind, cell, terms: [{layer, cell, value, weight, product}], bias, sum, torch_value}"),),
)
