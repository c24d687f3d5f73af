# The image of pg2any: the distribution with its own Java on a slim Debian, for a user without rights.
FROM maven:3.9-eclipse-temurin-25 AS build
RUN useradd --create-home builder
USER builder
WORKDIR /home/builder/pg2any
COPY --chown=builder:builder . .
RUN mvn -B -ntp -pl core,destinations,app,dist -Pdist -DskipTests package
RUN mkdir /home/builder/image && tar -xzf dist/target/pg2any-*-linux-x64.tar.gz -C /home/builder/image --strip-components=1

FROM debian:13-slim
LABEL org.opencontainers.image.title="pg2any" \
      org.opencontainers.image.description="Streams a PostgreSQL database into any other database, exactly once." \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin pg2any
COPY --from=build /home/builder/image /opt/pg2any
USER 10001:10001
WORKDIR /tmp
ENV CDC_HTTP=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/pg2any/packaging/healthy"]
ENTRYPOINT ["/opt/pg2any/pg2any"]
CMD ["run"]
