# syntax=docker/dockerfile:1

FROM node:22.21.1-alpine3.22 AS build
# Next's own list of the files that it needs at run time.
ENV NEXT_TELEMETRY_DISABLED=1 NEXT_PRIVATE_STANDALONE=1
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches ./patches
RUN npm ci
COPY . .
RUN npm run build && npx tsx dev/assemble-image.ts /installation

FROM node:22.21.1-alpine3.22
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOME=/tmp NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /app
COPY --from=build /installation ./
# Its files belong to root, so that the server can't change them.
USER node
EXPOSE 3000 9464
# The process that Docker's stop signal reaches. Migrations are a command of their own.
CMD ["node", "--enable-source-maps", "dist/main.mjs"]
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/api/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
