"""How the pages are built: Markdown through MyST, every warning an error."""

import underheaven

project = "Underheaven"
author = "The Underheaven developers"
release = underheaven.__version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Underheaven"
