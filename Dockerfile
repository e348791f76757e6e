# The playground on port 7860, on the CPU. Build: docker build -t convolutions .   Run: docker run --rm -p 7860:7860 convolutions
FROM python:3.12-slim

WORKDIR /srv/convolutions

# PyTorch comes from its own CPU index: the default wheel for Linux brings about 5 GB of CUDA libraries.
COPY requirements.txt ./
RUN grep '^torch' requirements.txt > torch.txt \
    && pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu -r torch.txt \
    && pip install --no-cache-dir -r requirements.txt

COPY app.py pyproject.toml ./
COPY app ./app
COPY models ./models
COPY assets ./assets

# Downloaded weights and data sets go to TORCH_HOME: mount a volume there to keep them.
RUN useradd --create-home --uid 1000 playground
USER playground
RUN mkdir -p /home/playground/torch
ENV GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_SERVER_PORT=7860 \
    TORCH_HOME=/home/playground/torch \
    PYTHONUNBUFFERED=1

EXPOSE 7860
CMD ["python", "app.py"]
