"""axe-core, run in a page that is open in a browser."""

import importlib.util
import pathlib

# Found without being imported: its package would import Playwright, which is not needed.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


# Only what was found comes back: all that axe has looked at is a lot.
LOOK = """
    const [rules, done] = arguments;
    axe.run(document, {...rules, resultTypes: ["violations"]}).then(
        ({violations, passes}) => done({violations, passes: passes.length}), (error) => done({error: `${error}`}));
"""


def findings(tab):
    """Rule, place and words of each finding."""
    tab.driver.execute_script(AXE)
    found = tab.driver.execute_async_script(LOOK, RULES)
    assert "error" not in found, found
    assert found["passes"], "axe has looked at nothing"
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found["violations"] for node in rule["nodes"]]
