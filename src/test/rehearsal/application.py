"""A client in the network that knows the connection strings which Terraform printed, and the password; nothing else."""
import os
import socket
import subprocess


class Application:
    def __init__(self, outputs, password):
        self.primary, self.replica = outputs["primary_uri"], outputs["replica_uri"]
        self.password = password
        self.env = dict(os.environ, PGUSER="postgres", PGPASSWORD=password)

    def sql(self, statement, uri=None):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, uri or self.primary],
            capture_output=True, text=True, env=self.env, timeout=20,
        )  # fmt: skip
        if done.returncode != 0:
            raise OSError(done.stderr.strip())
        return done.stdout.strip()

    def write(self, what):
        self.sql("create table if not exists calf (name text primary key, at timestamptz default now())")
        self.sql(f"insert into calf (name) values ('{what}') on conflict do nothing")
        return True

    def rows(self, uri=None):
        return self.sql("select string_agg(name, ' ' order by at, name) from calf", uri).split()

    def host(self):
        """Which server the name of the primary leads to."""
        return self.sql("select host(inet_server_addr())")

    def addresses(self, name):
        try:
            return sorted({info[4][0] for info in socket.getaddrinfo(name, 5432, socket.AF_INET, socket.SOCK_STREAM)})
        except socket.gaierror:
            return []
