# The server with both databases inside, as `leeway serve` runs them; or without them, where
# LEEWAY_CLICKHOUSE_URL and LEEWAY_POSTGRES_URL name others. Needs glibc: no Alpine.
ARG NODE_IMAGE=node:22.20.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json vite.config.ts ./
COPY tools/copy-assets.mjs tools/compress-assets.mjs tools/
COPY examples/flights examples/flights
COPY src src
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
# A first process that passes signals on and buries the orphans of a killed database.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json LICENSE README.md CHANGELOG.md ./
COPY examples/flights examples/flights
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN chmod +x dist/cli/main.js && ln -s /app/dist/cli/main.js /usr/local/bin/leeway
RUN mkdir -p /var/lib/leeway && chown node:node /var/lib/leeway && chmod 0700 /var/lib/leeway

# Everything inside the container can reach it; who else can is said when its port is published.
ENV LEEWAY_DATA_DIR=/var/lib/leeway LEEWAY_HOST=0.0.0.0 LEEWAY_PORT=8787
USER node
VOLUME /var/lib/leeway
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LEEWAY_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "leeway"]
CMD ["serve"]
