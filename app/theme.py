"""Colours and type: one table of tokens, Gradio's own theme made from it, and the CSS variables that instruments use."""

from __future__ import annotations

import inspect
from typing import Any

import gradio as gr

TOKENS: dict[str, tuple[str, str]] = {  # name: (light, dark)
    "paper": ("#fbfaf7", "#131416"),  # the page
    "plane": ("#ffffff", "#191a1c"),  # board, inputs
    "ink": ("#1b1b19", "#ecebe7"),  # text
    "ink-2": ("#5a5954", "#a9a7a1"),  # labels
    "line": ("#e1dfd8", "#2d2f32"),  # rules, never text
    "edge": ("#8b8983", "#777a80"),  # borders of controls
    "accent": ("#0b6e66", "#4cc9b8"),  # chosen, focus, best answer; the only one
    "on-accent": ("#ffffff", "#0d1413"),  # text on the accent
    "wash": ("#eef3f1", "#1a2524"),  # behind what is chosen
    "danger": ("#a3241f", "#ff8f86"),  # refusals
    "region-1": ("#1b9e4b", "#3ddc7f"),  # kinds of a place on a picture: three areas, never text
    "region-2": ("#c2187a", "#ff5fb4"),
    "region-3": ("#d9a400", "#ffd54a"),
    "field": ("#2ee6d0", "#2ee6d0"),  # receptive field on a picture
    "field-edge": ("#00312c", "#00312c"),
    "sign": ("#ffffff", "#ffffff"),  # drawn on a picture, whatever that shows, with an edge around it
    "sign-edge": ("#000000", "#000000"),
    "wrong-area": ("#a3241f", "#a3241f"),  # of a picture, read wrongly; the picture is seen through it
}
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "DejaVu Sans Mono", "monospace")

_GRADIO: dict[str, str] = {  # Gradio's variable: what it is here, in both themes
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-2)",
    "background_fill_primary": "var(--plane)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--wash)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_label_background_fill": "transparent",
    "block_label_text_color": "var(--ink-2)",
    "block_label_border_width": "0px",
    "block_info_text_color": "var(--ink-2)",
    "block_title_text_color": "var(--ink-2)",
    "panel_background_fill": "transparent",
    "input_background_fill": "var(--plane)",
    "input_background_fill_focus": "var(--plane)",
    "input_border_color": "var(--edge)",
    "input_border_color_hover": "var(--ink)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--ink-2)",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--plane)",
    "button_secondary_background_fill_hover": "var(--plane)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--edge)",
    "button_secondary_border_color_hover": "var(--ink)",
    "error_text_color": "var(--danger)",
    "error_border_color": "var(--danger)",
    "error_background_fill": "var(--plane)",
    "error_icon_color": "var(--danger)",
    "slider_color": "var(--accent)",
    "table_border_color": "var(--line)",
}
_UNTHEMED: dict[str, str] = {  # the same in both themes, and Gradio has one variable for it
    "color_accent": "var(--accent)",
    "block_padding": "0px",
    "block_radius": "0px",
    "block_title_text_size": "var(--text)",
    "block_title_text_weight": "400",
    "block_label_text_size": "var(--text)",
    "container_radius": "0px",
    "layout_gap": "0px",
    "form_gap_width": "0px",
    "input_border_width": "1px",
    "input_radius": "4px",
    "input_text_size": "var(--text)",
    "button_border_width": "1px",
    "button_small_radius": "4px",
    "button_medium_radius": "4px",
    "button_large_radius": "4px",
    "shadow_drop": "none",
    "shadow_drop_lg": "none",
    "body_text_size": "var(--text)",
}


def css_variables() -> str:
    """The tokens as CSS: light on the root, dark wherever the class `dark` stands."""

    def block(selector: str, at: int, scheme: str) -> str:
        rules = " ".join(f"--{name}: {values[at]};" for name, values in TOKENS.items())
        return f"{selector} {{ {rules} color-scheme: {scheme}; }}"

    return block(":root", 0, "light") + "\n" + block(".dark", 1, "dark") + "\n"


def theme() -> gr.themes.Base:
    """Gradio's components in our colours; plain font names, so that no font is ever asked for anywhere."""
    base = gr.themes.Base(font=list(SANS), font_mono=list(MONO), radius_size=gr.themes.sizes.radius_sm)
    known = inspect.signature(base.set).parameters
    settings: dict[str, Any] = dict(_UNTHEMED)
    for name, value in _GRADIO.items():
        settings[name] = value
        if f"{name}_dark" in known:
            settings[f"{name}_dark"] = value
    return base.set(**settings)
