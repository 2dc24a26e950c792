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


def resident(field):
    """VmRSS, or VmHWM, the largest since it was last reset, in bytes (Linux)."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def open_work(request):
    import ctypes
    import gc

    import numpy

    global before
    space.clear()
    for array in request["inputs"]:
        space[array["name"]] = numpy.fromfile(array["file"]).reshape(array["shape"])
    gc.collect()
    before = 0
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)  # what earlier work left behind is not this one's
        before = resident("VmRSS")
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


def peak(request):
    if sys.platform != "linux":
        return {"bytes": None}
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")
    exec(space["__work__"], space)
    return {"bytes": resident("VmHWM") - before}


def result(request):
    import numpy

    value = eval(space["__result__"], space)
    numpy.ascontiguousarray(value, dtype=numpy.float64).tofile(request["file"])
    return {}


commands = {"find": find, "open": open_work, "run": run, "peak": peak, "result": result}
for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = commands[request["do"]](request)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
