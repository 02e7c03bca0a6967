# syntax=docker/dockerfile:1

FROM node:22-slim AS build
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches ./patches
RUN npm ci
COPY . .
# public may be empty, and then it isn't in the repository.
RUN npm run build && npm prune --omit=dev && rm -rf .next/cache .next/dev && mkdir -p public

FROM node:22-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
# Next writes refreshed pages into its build, so that belongs to the user it runs as.
COPY --from=build --chown=node:node /app/.next ./.next
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/public ./public
# For the commands that run beside the server: db:migrate, ledger:verify, admin:create.
COPY --from=build /app/db ./db
COPY --from=build /app/lib ./lib
COPY --from=build /app/env/index.ts /app/next.config.ts /app/package.json /app/tsconfig.json ./
COPY docker/start.sh /usr/local/bin/start-credits
EXPOSE 3000
CMD ["start-credits"]
