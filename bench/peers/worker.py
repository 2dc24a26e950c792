"""Does the work of the Python peers: one JSON request a line on stdin, one JSON answer a line on stdout."""
import json
import sys
import time

answers = sys.stdout
sys.stdout = sys.stderr  # what the work prints must not look like an answer
space = {}


def find(request):
    try:
        __import__(request["module"])
        return {"found": True}
    except ImportError:
        return {"found": False}


def open_work(request):
    import numpy

    space.clear()
    for array in request["inputs"]:
        space[array["name"]] = numpy.fromfile(array["file"]).reshape(array["shape"])
    exec(request["setup"], space)
    # Compiled as a module body, so its names are the space's own and a call costs one code object.
    space["__work__"] = compile(request["work"], "work", "exec")
    space["__result__"] = request["result"]
    return {}


def run(request):
    work = space["__work__"]
    start = time.perf_counter()
    for _ in range(request["times"]):
        exec(work, space)
    return {"ms": 1e3 * (time.perf_counter() - start)}


def result(request):
    import numpy

    value = eval(space["__result__"], space)
    numpy.ascontiguousarray(value, dtype=numpy.float64).tofile(request["file"])
    return {}


commands = {"find": find, "open": open_work, "run": run, "result": result}
for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = commands[request["do"]](request)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
