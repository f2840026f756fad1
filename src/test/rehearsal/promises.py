"""What was promised, what was seen, and how long it took: a line each."""
import time

BEGUN = time.monotonic()


class Broken(Exception):
    """A promise that was not kept; its words say which and what was seen."""


class Tally:
    kept = 0


def since(moment):
    return time.monotonic() - moment


def kept(promise, seen, took=None):
    Tally.kept += 1
    timing = f"{took:5.1f} s" if took is not None else "       "
    print(f"{since(BEGUN):6.1f}  {timing}  {promise}: {seen}", flush=True)


def within(seconds, promise, look, every=0.2):
    """Calls look until it answers with something true, which is returned with the seconds that it took. What look raises is not
    yet, and is told when it stays so."""
    begun, last = time.monotonic(), "nothing"
    while since(begun) < seconds:
        try:
            found = look()
            if found:
                return found, since(begun)
            last = f"{found!r}"
        except Exception as e:  # what is on its way may fail in any way
            last = f"{type(e).__name__}: {e}"
        time.sleep(every)
    raise Broken(f"{promise}: not within {seconds} s; last seen: {last.strip()[-600:]}")


def must(holds, promise, seen):
    if not holds:
        raise Broken(f"{promise}: {seen}")
