"""ImageNet's 1,000 classes: order against torchvision's list, names, the tree above them, and the search in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest
from torchvision.models._meta import _IMAGENET_CATEGORIES as TORCHVISION

from models import api, imagenet, imagenet109
from models.text import LANGUAGES, Language

SAID_OTHERWISE = {
    "American chameleon": "green anole",
    "Crock Pot": "slow cooker",
    "European gallinule": "purple swamphen",
    "French loaf": "baguette",
    "Madagascar cat": "ring-tailed lemur",
    "Pekinese": "Pekingese",
    "amphibian": "amphibious vehicle",
    "bannister": "banister",
    "beacon": "lighthouse",
    "cab": "taxi",
    "caldron": "cauldron",
    "cellular telephone": "cell phone",
    "chiffonier": "chest of drawers",
    "cock": "rooster",
    "confectionery": "candy store",
    "dial telephone": "rotary phone",
    "drilling platform": "oil rig",
    "hand blower": "hair dryer",
    "hog": "pig",
    "ice lolly": "popsicle",
    "jersey": "T-shirt",
    "jinrikisha": "rickshaw",
    "lumbermill": "sawmill",
    "racer": "race car",
    "red-backed sandpiper": "dunlin",
    "studio couch": "sofa bed",
    "sunglass": "dark glasses",
    "swab": "mop",
    "thresher": "threshing machine",
    "washer": "washing machine",
    "water ouzel": "dipper (bird)",
}
"""torchvision's names of which no word is in ours."""


def names(language: Language) -> list[str]:
    return [name[language] for name in imagenet.class_names()]


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalnum())


def alike(theirs: str, ours: str) -> bool:
    """Whether a word of theirs is in ours: a row that slipped by one would not pass."""
    return any(plain(word) in plain(ours) for word in re.split(r"[\s-]", theirs)) or plain(ours) in plain(theirs)


def test_the_classes_stand_in_the_order_of_the_logits() -> None:
    assert [each.index for each in imagenet.classes()] == list(range(1000))
    wnids = [each.wnid for each in imagenet.classes()]
    assert wnids == sorted(set(wnids)) and all(re.fullmatch(r"n\d{8}", wnid) for wnid in wnids)
    known = {0: "n01440764", 207: "n02099601", 281: "n02123045", 817: "n04285008", 954: "n07753592", 999: "n15075141"}
    assert {index: wnids[index] for index in known} == known


def test_the_english_names_are_torchvisions_or_mean_the_same() -> None:
    ours = names("en")
    strangers = {their: our for their, our in zip(TORCHVISION, ours, strict=True) if not alike(their, our)}
    assert strangers == SAID_OTHERWISE
    assert sum(their == our for their, our in zip(TORCHVISION, ours, strict=True)) > 800


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_there_once_and_clean(language: Language) -> None:
    groups = [group.name[language] for group in imagenet.groups().values()]
    for spelled in (names(language), groups):
        assert [name for name, count in Counter(name.casefold() for name in spelled).items() if count > 1] == []
        for name in spelled:
            assert name and name == unicodedata.normalize("NFC", name) == " ".join(name.split())
            assert re.fullmatch(r"[^()]+( \([^()]+\))?", name) and all(sign.isalpha() or sign in " '-()" for sign in name), name


def test_the_109_classes_of_our_own_networks_are_among_them_under_the_same_portuguese_name() -> None:
    portuguese = {each.wnid: each.name.pt for each in imagenet.classes()}
    own = dict(zip(imagenet109.wnids(), (name.pt for name in imagenet109.classes()), strict=True))
    assert len(own) == 109 and own.items() <= portuguese.items()


def test_every_chain_ends_at_a_root_after_at_most_four_groups() -> None:
    groups = imagenet.groups()
    assert {group.parent for group in groups.values()} <= {None, *groups}
    used = set()
    for each in imagenet.classes():
        path = imagenet.path(each.index)
        assert 1 <= len(path) <= 4 and path[0].parent is None and path[-1].wnid == each.group
        assert [group.parent for group in path[1:]] == [group.wnid for group in path[:-1]]
        used |= {group.wnid for group in path}
    assert used == set(groups)
    before: set[str] = set()
    for group in groups.values():
        assert group.parent is None or group.parent in before, "a parent comes first, so there is no cycle"
        before.add(group.wnid)


def test_chains_read_as_a_person_would_say() -> None:
    def chain(name: str, language: Language = "en") -> str:
        return " › ".join(group.name[language] for group in imagenet.path(names(language).index(name)))

    assert chain("Airedale terrier") == "animal › mammal › dog › terrier"
    assert chain("gato persa", "pt") == "animal › mamífero › felino › gato"
    assert chain("sports car") == "object › vehicle › car"
    assert chain("violão", "pt") == "objeto › instrumento musical › instrumento de cordas"
    assert chain("banana") == "food › fruit"


def test_every_dog_is_a_dog() -> None:
    """The 118 breeds stand in one row in ImageNet's order."""
    dogs = [each.index for each in imagenet.classes() if "dog" in [group.name.en for group in imagenet.path(each.index)]]
    assert dogs == list(range(151, 269))


def test_a_class_has_a_group_on_every_level() -> None:
    tabby = names("en").index("tabby cat")
    assert [imagenet.group_at(tabby, level).name.en for level in range(6)] == ["animal", "mammal", "feline", "cat", "cat", "cat"]
    with pytest.raises(ValueError, match="-1"):
        imagenet.group_at(tabby, -1)


@pytest.mark.parametrize("index", [-1, 1000])
def test_no_other_class_has_a_path(index: int) -> None:
    with pytest.raises(IndexError, match=str(index)):
        imagenet.path(index)


def test_what_is_read_cannot_be_changed() -> None:
    assert imagenet.classes() is imagenet.classes()
    with pytest.raises(FrozenInstanceError):
        imagenet.classes()[0].index = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        imagenet.groups()["n0"] = imagenet.path(0)[0]  # type: ignore[index]


def test_groups_by_number_say_the_same_as_the_chains() -> None:
    groups = imagenet.class_groups()
    assert all(parent < number for number, parent in enumerate(groups.parents)) and len(groups.of) == imagenet.COUNT
    for index in range(0, imagenet.COUNT, 7):
        chain, group = [], groups.of[index]
        while group >= 0:
            chain.append(groups.names[group])
            group = groups.parents[group]
        assert chain[::-1] == [each.name for each in imagenet.path(index)]
    assert api.class_groups("efficientnet_lite0") == groups
    assert api.class_groups("lenet5") is None and api.class_groups("resnet109") is None
