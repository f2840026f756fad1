"""The leader's machine is cut off, and goes on running: it must have stopped writing before another one begins, and where fencing is
required the machine must be stopped by then."""
import threading
import time

from promises import kept, must, since, within


class Stubborn(threading.Thread):
    """Somebody on the leader's machine itself who goes on writing for as long as PostgreSQL takes it."""

    def __init__(self, instance, password):
        super().__init__(daemon=True)
        self.instance, self.password = instance, password
        self.acknowledged, self.count, self.over = 0.0, 0, False

    def run(self):
        while not self.over:
            try:
                self.instance.inside(
                    "env", f"PGPASSWORD={self.password}", "psql", "-XAtq", "-h", "127.0.0.1", "-U", "postgres", "-c",
                    "insert into stray (at) values (default)", timeout=20,
                )  # fmt: skip
                self.acknowledged = time.monotonic()
                self.count += 1
            except Exception:  # refused, or gone: both are what is waited for
                time.sleep(0.05)


def partition(herd, application, leader):
    application.sql("create table if not exists stray (at timestamptz default now())")
    leader.inside("matriarch", "config", "set", "fencing.mode=required", "--yes", timeout=60)
    writer = Stubborn(leader, application.password)
    writer.start()
    within(90, "the leader takes local writes", lambda: writer.count > 3)
    leader.cable("down")
    cut = time.monotonic()
    try:
        began = []

        def written():
            began.append(time.monotonic())
            return application.write("after-partition")

        within(120, "another member takes writes", written, every=0.1)
        state = leader.state()
        writer.over = True
        first = began[-1]
        must(writer.acknowledged < first, "the old leader stopped before the new one wrote", f"{writer.acknowledged - first:.2f} s too late")
        kept(
            "cut off, the old leader stopped before the new one wrote",
            f"its last commit {writer.acknowledged - cut:.1f} s after the cut, the new one's first at {first - cut:.1f} s", since(cut),
        )  # fmt: skip
    finally:
        writer.over = True
    must(state == "stopped", "with fencing.mode required the old leader's instance is stopped before another one writes", state)
    kept("the new leader had the old one's instance stopped first", f"{leader.id} is {state}")
    return leader
