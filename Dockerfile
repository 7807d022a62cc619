# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN python -m venv /opt/bot && /opt/bot/bin/pip install --no-cache-dir '.[postgres]'

FROM python:3.12-slim
ENV PATH=/opt/bot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /opt/bot /opt/bot
RUN useradd --system --uid 10001 --create-home bot && install -d -o bot /data
# What must outlive the container: chat settings, votes, the review queue, revisions of the knowledge.
ENV BOT_DATABASE_URL=sqlite:////data/panelbot.db
VOLUME /data
USER bot
WORKDIR /home/bot
# Alive means: the knowledge that the bot answers from can be read and is right.
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["python", "-m", "bot", "check"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
RUN ["python", "-m", "bot", "check"]
