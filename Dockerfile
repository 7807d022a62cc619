FROM python:3.12-slim AS build
WORKDIR /opt/panelbot
COPY requirements.lock ./
# What was reviewed and nothing else: each file by its hash, none built here.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY bot bot
COPY knowledge knowledge
RUN /opt/venv/bin/python -m compileall -q bot

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/panelbot PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/panelbot /opt/panelbot
RUN useradd --system --uid 10001 --create-home bot && install -d -o bot /data
# What must outlive the container (chat settings, votes, the review queue, revisions of the knowledge, the journal), and
# what would be made anew at each start. Everything else may be read-only.
ENV BOT_DATA=/data
VOLUME /data
USER 10001
WORKDIR /home/bot
# Alive means: the knowledge that the bot answers from can be read and is right.
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["python", "-m", "bot", "check"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
RUN ["python", "-m", "bot", "check"]
