FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# The packages first: they change less often than the code. Optional ones bring the embedded PostgreSQL, and a Node that the image has already.
COPY package.json package-lock.json .npmrc ./
COPY .ci/link-node.cjs .ci/
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force && rm -rf node_modules/node-linux-* node_modules/.bin/node

COPY server server
COPY migrations migrations

# Only for USE_EMBEDDED_DATABASE=true; mount a volume here then.
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
USER node

EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# As `npm start` does. Why with limits: README.md, "Running it for real".
CMD ["node", "--max-old-space-size=2000", "--max-semi-space-size=16", "server/main.ts"]
