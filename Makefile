# Every command; `make help` lists them.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

JDK = $(eval JDK := $(shell .ci/jdk))$(JDK)
MVN = JAVA_HOME=$(JDK) ./mvnw -B -q -ntp
AS_USER = .ci/unprivileged
SIM_JVM = -XX:+UseParallelGC -XX:+UseCompactObjectHeaders -Xmx512m
SOURCES = $(shell find src/main pom.xml -type f)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: target/matriarch target/dynamodb-local ## three nodes on this machine; ARGS=--script runs the fixed show
	@$(AS_USER) target/matriarch demo $(ARGS)

.PHONY: test
test: need target/dynamodb-local ## everything that needs no cloud
	@chmod -R go+rX target 2>/dev/null || true
	@mkdir -p target; nice .ci/terraform >target/terraform.log 2>&1 & module=$$!; tests=0; \
	$(MVN) verify -Dtest.jvm=$(CURDIR)/src/test/unprivileged/bin/java || tests=$$?; \
	wait $$module || { echo "make test: the Terraform module's check failed"; tests=1; }; \
	cat target/terraform.log; exit $$tests
	@.ci/tally

.PHONY: herd-test
herd-test: target/matriarch target/dynamodb-local ## the long tests of whole herds, and the slow ones of one server; ONLY=CLASS runs one of them
	@chmod -R go+rX target
	@$(MVN) test-compile surefire:test@whole-agents -Dgroups='long|slow' -DexcludedGroups=none -Dmore.tests='**/*Test.java' \
		$(if $(ONLY),-Dtest='$(ONLY)') -Dtest.jvm=$(CURDIR)/src/test/unprivileged/bin/java

.PHONY: newer-test
newer-test: target/matriarch target/dynamodb-local ## the tests with a real server once more, on the newest PostgreSQL of PyPI
	@chmod -R go+rX target
	@newer=$$(.ci/newer-postgres) || { echo "make newer-test: CI wants the newer PostgreSQL"; exit 1; }; [ -z "$$newer" ] || \
		$(MVN) test-compile surefire:test@newer-postgres -DexcludedGroups=long -Dnewer.postgres=$$newer $(if $(ONLY),-Dtest='$(ONLY)') -Dtest.jvm=$(CURDIR)/src/test/unprivileged/bin/java

.PHONY: terraform-test
terraform-test: ## the Terraform module: promises, and apply to destroy against moto
	@.ci/terraform

.PHONY: ami-test
ami-test: need target/dynamodb-local ## the image: provisions and boots a Debian root (as root; AGENT=native binary)
	@[ -n "$(AGENT)" ] || $(MVN) package -DskipTests -Dspotless.check.skip=true
	@AGENT=$(AGENT) .ci/ami

.PHONY: rehearsal
rehearsal: target/matriarch target/dynamodb-local ## the whole story on one machine, from terraform apply to a replaced instance (as root)
	@.ci/rehearsal

.PHONY: adopt-test
adopt-test: target/matriarch target/dynamodb-local ## a real Patroni cluster, then a PostgreSQL without one, becomes ours while a client writes
	@.ci/adopt patroni
	@.ci/adopt server

.PHONY: sim
sim: need ## simulated clusters: SEEDS=1000000 (FIRST=n) runs as many, SEED=n TRACE=1 tells one's story
	$(MVN) test-compile
	@$(JDK)/bin/java $(SIM_JVM) -cp target/test-classes:target/classes io.matriarch.simulation.Marathon \
		$(foreach key,SEEDS FIRST SEED TRACE,$(if $($(key)),'$(key)=$($(key))'))

.PHONY: build
build: target/matriarch ## target/matriarch, agent and CLI on the JVM

.PHONY: native
native: need ## target/matriarch as a native binary (GRAALVM_HOME, else Quarkus' builder container)
	.ci/native

.PHONY: bench
bench: target/matriarch target/dynamodb-local ## measures each fault; one JSON line each, and a table
	@$(AS_USER) target/matriarch bench $(ARGS)

.PHONY: bench-backup
bench-backup: target/matriarch target/dynamodb-local ## measures the archive: engine and whole agent, a directory, and an S3 server on loopback
	@.ci/bench-backup

.PHONY: fmt
fmt: ## formats the sources
	$(MVN) spotless:apply

.PHONY: clean
clean: ## removes what was built
	rm -rf target

# Two rules, so that what is missing is told last and not before the packages' own words.
.PHONY: tools
tools:
	@.ci/need

.PHONY: need
need: tools
	@[ -n "$(JDK)" ]

target/dynamodb-local: src/test/dynamodb-local/pom.xml | need
	$(MVN) -f $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$@
	@rm -rf target/dynamodb-local-build; touch $@

target/matriarch: $(SOURCES) .ci/package | need
	JAVA_HOME=$(JDK) .ci/package
