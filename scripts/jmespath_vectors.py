"""Asks jmespath.py what the expressions of codegen/tests/models/expressions.json come to for
tests/acceptance/tests/goldens/expressions/documents.json, and writes that to results.json beside it: a
line per expression, a letter per document (true, false, null, error).

    python3 scripts/jmespath_vectors.py
"""

import json
import pathlib

import jmespath
import jmespath.visitor

# By the specification only numbers have an order; jmespath.py has one of texts as well.
jmespath.visitor._is_comparable = jmespath.visitor._is_actual_number

ROOT = pathlib.Path(__file__).parent.parent
FOLDER = ROOT / "tests/acceptance/tests/goldens/expressions"
LETTERS = {True: "t", False: "f", None: "n"}


def letter(expression, document):
    try:
        found = jmespath.search(expression, document)
    except (jmespath.exceptions.JMESPathError, TypeError):
        return "e"
    # What is no boolean is expected of no acceptor, just as null is.
    return LETTERS[found if isinstance(found, bool) else None]


model = json.loads((ROOT / "codegen/tests/models/expressions.json").read_text())
operation = model["shapes"]["example.expressions#DescribeJob"]
documents = json.loads((FOLDER / "documents.json").read_text())
results = {}
for waiter in operation["traits"]["smithy.waiters#waitable"].values():
    expression = waiter["acceptors"][0]["matcher"]["output"]["path"]
    results[expression] = "".join(letter(expression, document) for document in documents)
text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
(FOLDER / "results.json").write_text(text)
