FROM python:3.13-slim

RUN useradd --system --create-home portal && install -d -o portal /data
WORKDIR /portal
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY . .
USER portal
ENV PYTHONUNBUFFERED=1
