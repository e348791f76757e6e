"""What each stop of our lecture says of the stage, and where on the stage it is read off: stop → [(selector, English, Portuguese), …].

A question's stop is read after its reveal. `selector` may name several elements: their text is read together.
"""

from __future__ import annotations

Fact = tuple[str, str, str]

FACTS: dict[str, list[Fact]] = {
    "hog": [
        ("#cnn-race .runners ol", "2.5", "2,5"),
        ("#cnn-race .runners ol", "6.5", "6,5"),
        ("#cnn-race .runners ol", "8.8", "8,8"),
        ("#cnn-race .runners ol", "10.0", "10,0"),
        ("#cnn-race .edges", "1 296", "1 296"),
    ],
    "surfaces": [("#cnn-race .runners ol", "54.2", "54,2"), ("#cnn-race .runners ol", "6.7", "6,7")],
    "walk": [("#cnn-maps h2 .name", "conv1", "conv1"), ("#cnn-maps .top", "6×28×28", "6×28×28"), ("#cnn-answer .best", "3", "3")],
    "abstract": [("#cnn-maps .top", "16×5×5", "16×5×5"), ("#cnn-network_input .sees", "16 × 16", "16 × 16")],
    "photograph": [("#cnn-strip [aria-selected=true]", "112×14×14", "112×14×14"), ("#cnn-network_input .sees", "211 × 211", "211 × 211")],
    "after": [("#cnn-faces .verdict", "One face", "Um rosto"), ("#cnn-faces .steps", "122", "122")],
    "price": [("#cnn-challenge .panel", "VGG-16", "VGG-16"), ("#cnn-challenge .compared", "15.5 G", "15,5 G")],
    "flatten": [("#cnn-maps h2 .name", "flatten", "flatten"), ("#cnn-maps .top", "400", "400")],
    "moved": [
        ("#cnn-translation .answers [data-of='0']", "98.9", "98,9"),
        ("#cnn-translation .answers [data-of='1']", "94.4", "94,4"),
    ],
    "cell": [("#cnn-cell .account", "4.000", "4,000"), ("#cnn-cell .account", "✓", "✓")],
    "kernel": [("#cnn-kernels [aria-checked=true]", "Sobel x", "Sobel x")],
    "stride": [("#cnn-pictures .result figcaption", "12 × 12", "12 × 12"), ("#cnn-pictures .live", "12", "12")],
    "slide": [("#cnn-kernels [aria-checked=true]", "Laplacian", "laplaciano")],
    "winner": [("#cnn-pictures .pooled figcaption", "13 × 13", "13 × 13"), ("#cnn-pictures .result figcaption", "26 × 26", "26 × 26")],
    "layer": [("#cnn-maps h2 .name", "pool1", "pool1"), ("#cnn-maps .top", "6×14×14", "6×14×14")],
    "receipt": [("#cnn-receipt .made, #cnn-receipt .terms", "84", "84"), ("#cnn-receipt .back", "23.72", "23,72")],
    "temperature": [("#cnn-answer .best", "triceratops", "tricerátops"), ("#cnn-answer .best", "84.1", "84,1")],
    "stripes": [("#cnn-convolutions [aria-selected=true]", "32 × 3", "32 × 3")],
    "cut": [("#cnn-surgery .right", "99.3", "99,3"), ("#cnn-surgery .right", "88.0", "88,0"), ("#cnn-surgery .rows", "100.0", "100,0")],
    "looked": [("#cnn-heatmaps", "church", "igreja"), ("#cnn-heatmaps", "dome", "cúpula")],
    "golf": [("#cnn-classes", "18.0", "18,0"), ("#cnn-heatmaps", "triceratops", "tricerátops")],
    "lenet": [("#cnn-layers .facts", "60 000", "60 000"), ("#cnn-layers .facts", "340 908", "340 908")],
    "c1": [("#cnn-maps h2 .name", "c1", "c1"), ("#cnn-maps .top", "156", "156")],
    "before": [("#cnn-challenge svg", "15.3", "15,3"), ("#cnn-challenge svg", "−10.9", "−10,9"), ("#cnn-challenge svg", "26.2", "26,2")],
    "weights": [("#cnn-challenge .bars", "96.0 %", "96,0 %"), ("#cnn-challenge .bars", "91.8 %", "91,8 %")],
    "five": [
        ("#cnn-topfive ol", "mosque", "mesquita"),
        ("#cnn-topfive ol", "monastery", "mosteiro"),
        ("#cnn-topfive ol", "palace", "palácio"),
    ],
    "stairs": [("#cnn-challenge svg", "2.3", "2,3"), ("#cnn-challenge svg", "5.1", "5,1"), ("#cnn-challenge .panel", "2017", "2017")],
    "deeper": [("#cnn-challenge .panel", "ResNet-152", "ResNet-152"), ("#cnn-challenge .bars", "3.4 %", "3,4 %")],
    "forward": [("#cnn-forward_backward .lost", "18.61", "18,61"), ("#cnn-forward_backward .lost", "3", "3")],
    "backward": [("#cnn-phases [aria-checked=true]", "3", "3"), ("#cnn-forward_backward .lost", "18.61", "18,61")],
    "update": [
        ("#cnn-loss_along_step .ends", "18.6 → 2.79", "18,6 → 2,79"),
        ("#cnn-loss_along_step .ends", "8.19·10⁻⁴ → 0.0211", "8,19·10⁻⁴ → 0,0211"),
    ],
    "overfit": [
        ("#cnn-trainlanes svg", "77.3", "77,3"),
        ("#cnn-trainlanes svg", "22.7", "22,7"),
        ("#cnn-trainlanes svg", "100.0", "100,0"),
    ],
    "labels": [("#cnn-trainlanes [data-lane='1'] svg", "100.0", "100,0"), ("#cnn-trainlanes [data-lane='1'] svg", "9.7", "9,7")],
    "weather": [("#cnn-parking .scores .today", "network 51.5 %", "rede 51,5 %")],
    "augmented": [
        ("#cnn-trainseeds .seeds", "89.1", "89,1"),
        ("#cnn-trainseeds .seeds", "83.7", "83,7"),
        ("#cnn-trainseeds .seeds", "5.4", "5,4"),
    ],
    "blink": [("#cnn-phases", "0.5", "0,5"), ("#cnn-phases [aria-checked=true]", "2", "2")],
    "dropout": [
        ("#cnn-trainseeds .seeds", "0.67", "0,67"),
        ("#cnn-trainseeds .seeds", "0.77", "0,77"),
        ("#cnn-trainseeds .seeds", "0.11", "0,11"),
    ],
    "freeze": [
        ("#cnn-confusion .rate", "96.0", "96,0"),
        ("#cnn-freeze_line .costs", "12 810", "12 810"),
        ("#cnn-freeze_line", "3 371 008", "3 371 008"),
    ],
    "head": [("#cnn-confusion .rate", "96.0", "96,0"), ("#cnn-settings [aria-checked=true]", "SVM", "SVM")],
    "narrow": [("#cnn-confusion .rate", "28.0", "28,0")],
    "variants": [("#cnn-verdicts .count", "200", "200"), ("#cnn-variants", "dome", "cúpula")],
    "turned": [("#cnn-verdicts", "93.0 %", "93,0 %"), ("#cnn-invariance .names", "100.0 %", "100,0 %")],
}

ROWS: dict[int, tuple[str, ...]] = {  # the course's points, in its own order, and where each is touched
    1: ("hog", "surfaces"),  # descriptors designed by hand, then a model that learns from them
    2: ("walk", "abstract", "photograph"),  # many layers, filters learned, abstraction grows
    3: ("after",),  # a break with the past in vision
    4: ("price",),  # the good, and the price
    5: ("flatten", "moved"),  # extraction in N dimensions, then classification in one
    6: ("cell", "kernel", "stride", "slide"),  # convolution
    7: ("winner", "layer"),  # pooling
    8: ("receipt", "temperature"),  # dense layers, softmax
    9: ("stripes", "cut", "looked", "golf"),  # filters and characteristics
    10: ("lenet", "c1"),  # LeNet, its weights and connections
    11: ("before", "weights", "five"),  # AlexNet, 2012
    12: ("stairs", "deeper"),  # the challenge by year
    13: ("forward", "backward", "update"),  # feed-forward and back-propagation
    14: ("overfit", "labels", "weather"),  # overfitting and generalisation
    15: ("variants", "turned", "augmented"),  # augmentation
    16: ("blink", "dropout"),  # dropout
    17: ("freeze", "head", "narrow"),  # transfer learning
}
