# Short names for what is done often. `make help` lists them.
MVN ?= mvn -B -ntp
COMPOSE ?= docker compose
ARGS ?=
# a JDK 25
JAVA ?= $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)

.DEFAULT_GOAL := help
.PHONY: help build check test format run docker-build docker-start docker-stop docker-status docker-logs psql mysql test-data show-data dev-setup clean bench bench-end-to-end dist

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-17s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

build: ## compile and package, without tests
	$(MVN) -DskipTests package

check: ## format, static checks, floors and unit tests; no servers of other kinds
	$(MVN) -pl core,destinations,app test

test: ## everything: unit and integration tests on real servers
	$(MVN) verify

format: ## put the source's format right
	$(MVN) spotless:apply

run: ## pg2any run, with settings from the environment and ARGS='--source … --destination …'
	./pg2any run $(ARGS)

dist: ## both distributions, with bill of materials and licences (dist/target)
	$(MVN) -Pdist -DskipTests package

bench: ## micro benchmarks of parsing, folding, encoding (ARGS='-f 1 Parse' picks some; JAVA=… if java is no 25)
	$(MVN) -q -pl core,destinations,app,benchmarks -DskipTests package
	$(JAVA) -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main $(ARGS)

bench-end-to-end: ## the whole way on embedded servers (ARGS='--rows 100000 --to postgres --only copy,inserts')
	$(MVN) -q -pl core,destinations,app,benchmarks -DskipTests package
	rm -f app/target/built && ./pg2any --version
	$(JAVA) -cp "benchmarks/target/classes:benchmarks/target/lib/*" io.pg2any.app.demo.EndToEnd $(ARGS)

docker-build: ## build the image pg2any
	$(COMPOSE) build pg2any

docker-start: ## PostgreSQL, MySQL, SQL Server, pg2any, Prometheus and Grafana
	$(COMPOSE) up --detach --wait

docker-stop: ## stop them; their data stays
	$(COMPOSE) down

docker-status: ## what runs, and how the stream is doing
	$(COMPOSE) ps
	@curl -fsS http://127.0.0.1:8080/health || true

docker-logs: ## follow the log of pg2any
	$(COMPOSE) logs --follow pg2any

psql: ## a psql at the source
	$(COMPOSE) exec postgres psql --username postgres --dbname cdc_source

mysql: ## a mysql at the target
	$(COMPOSE) exec mysql mysql --user=cdc_user --password=cdc_password cdc_db

test-data: ## write some changes to the source
	$(COMPOSE) exec --no-TTY postgres psql --username postgres --dbname cdc_source --set ON_ERROR_STOP=1 --quiet <scripts/test_data.sql

show-data: ## count the rows on both sides
	@echo "source:"; $(COMPOSE) exec --no-TTY postgres psql --username postgres --dbname cdc_source --tuples-only --no-align <scripts/show_data.sql
	@echo "target:"; $(COMPOSE) exec --no-TTY mysql mysql --user=cdc_user --password=cdc_password --skip-column-names --batch cdc_db <scripts/show_data.sql

dev-setup: ## fetch every dependency, and start the databases for trying things out
	$(MVN) -q -DskipTests package
	$(COMPOSE) up --detach --wait postgres mysql

clean: ## remove what was built
	$(MVN) -q clean
