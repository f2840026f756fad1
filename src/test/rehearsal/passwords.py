"""The passwords are replaced while a client writes: it goes on, newcomers need the new one, and no server starts again."""
import subprocess
import threading
import time

from application import Application
from promises import kept, must, since, within
from region import client

SUPERUSER = "/matriarch/orders/superuser"


def parameter():
    return client("ssm").get_parameter(Name=SUPERUSER, WithDecryption=True)["Parameter"]


class Steady(threading.Thread):
    """A client that logged in once and writes a row after the other; what its server has acknowledged is counted."""

    def __init__(self, application):
        super().__init__(daemon=True)
        self.psql = subprocess.Popen(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", application.primary], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, bufsize=1, env=application.env,
        )  # fmt: skip
        self.acknowledged, self.trouble, self.over = 0, None, False

    def run(self):
        try:
            while not self.over:
                self.psql.stdin.write("insert into tick default values returning 'written';\n")
                said = self.psql.stdout.readline().strip()
                if said != "written":
                    self.trouble = said or "the connection was closed"
                    return
                self.acknowledged += 1
                time.sleep(0.02)
        except OSError as e:
            self.trouble = str(e)
        finally:
            self.psql.stdin.close()
            self.psql.wait()


def refused(application):
    try:
        application.sql("select 1")
    except OSError as e:
        return "password authentication failed" in str(e)
    return False


def rotated(herd, application, leader):
    """Returns the application as it is started again with what the parameter holds now."""
    application.sql("create table if not exists tick (at timestamptz default now())")
    begun = application.sql("select pg_postmaster_start_time()")
    writer = Steady(application)
    writer.start()
    within(60, "a client writes", lambda: writer.acknowledged > 3)
    moment = time.monotonic()
    leader.inside("matriarch", "passwords", "rotate", "--yes", timeout=60)
    fresh = Application({"primary_uri": application.primary, "replica_uri": application.replica}, parameter()["Value"])
    must(fresh.password != application.password, "the parameter has another password", SUPERUSER)
    within(120, "the new password lets a client in", lambda: fresh.sql("select 1") == "1")
    within(60, "the old password lets nobody in", lambda: refused(application))
    took = since(moment)
    before = writer.acknowledged
    within(60, "the client that was there goes on writing", lambda: writer.trouble or writer.acknowledged > before + 3)
    writer.over = True
    writer.join(20)
    must(not writer.trouble, "an open connection stays open", writer.trouble)
    must(int(fresh.sql("select count(*) from tick")) == writer.acknowledged, "every row that was acknowledged is there", writer.acknowledged)
    must(fresh.sql("select pg_postmaster_start_time()") == begun, "no server starts again", begun)
    within(120, "all stream", lambda: herd.whole(leader) is leader)
    kept("passwords rotate while a client writes", f"{writer.acknowledged} rows in one connection, newcomers need the new password", took)
    return fresh
