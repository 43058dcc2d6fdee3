#!/usr/bin/env python3
"""Features of captions by a frozen CLIP text model, for Eigen retrieval (docs/eigen.md).

    python3 data-scripts/clip_text_features.py CAPTIONS OUT.safetensors [--model NAME_OR_FOLDER] [--batch N] [--device cpu|cuda] [--no-long]

CAPTIONS is a caption file of Flickr8k, Flickr30k or COCO, in any of the layouts that docs/data.md lists. OUT gets

    captions   float32 [T, D]   the pooled output (the end-of-text token) for each caption, image by image, in the file's order
    long       float32 [N, D]   the same for all captions of an image joined by spaces, cut at the model's longest text

and the notes captions_sha256 (which captions these are: SHA-256 of all of them, each ended by a line feed) and model.

Needs torch and transformers, and the model: openai/clip-vit-base-patch32 (D = 512, 77 tokens; the paper's ECLIP) unless --model names another
one, such as zer0int/LongCLIP-L-Diffusers (D = 768, 248 tokens; the paper's Long-ECLIP), by its name on the Hugging Face hub or by a folder.
The end-of-text token is what has seen the whole text: a causal model's first token is the same for every caption.
"""
import argparse
import hashlib
import json
import os
import struct
import sys


def read_captions(path):
    """[(file, [caption, ...]), ...] in the order in which images first occur."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    if text.lstrip().startswith("{"):
        content = json.loads(text)
        captions = {image["id"]: (image["file_name"], []) for image in content["images"]}
        for annotation in content["annotations"]:
            captions[annotation["image_id"]][1].append(annotation["caption"].strip())
        return list(captions.values())
    lines = [line.rstrip("\r") for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise ValueError("the file is empty")
    header = lines[0].replace(" ", "").strip()
    if header == "image,caption":
        parse, lines = comma, lines[1:]
    elif header == "image_name|comment_number|comment":
        parse, lines = bar, lines[1:]
    else:
        parse = tab
    images = {}
    for line in lines:
        name, caption = parse(line)
        images.setdefault(name, []).append(caption)
    return list(images.items())


def comma(line):
    name, caption = line.split(",", 1)
    caption = caption.strip()
    if caption.startswith('"'):
        caption = caption[1:-1].replace('""', '"').strip()
    return name.strip(), caption


def bar(line):
    parts = [part.strip() for part in line.split("|", 2)]
    if len(parts) == 3:
        return parts[0], parts[2]
    return parts[0], parts[1].lstrip("0123456789").strip()


def tab(line):
    name, caption = line.split("\t", 1)
    return name.rsplit("#", 1)[0], caption.strip()


def digest(images):
    return hashlib.sha256("".join(caption + "\n" for _, captions in images for caption in captions).encode("utf-8")).hexdigest()


def embed(texts, tokenizer, model, batch, device):
    """Pooled outputs, float32 [len(texts), D]."""
    import torch

    longest = model.config.max_position_embeddings
    parts = []
    for start in range(0, len(texts), batch):
        tokens = tokenizer(texts[start:start + batch], padding=True, truncation=True, max_length=longest, return_tensors="pt").to(device)
        with torch.no_grad():
            parts.append(model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]).pooler_output.float().cpu())
        print(f"\r{min(start + batch, len(texts))} of {len(texts)} texts", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return torch.cat(parts)


def write(path, tensors, notes):
    """safetensors: the header's length, the header, the values. Beside an older file first, then in its place."""
    header, offset, values = {"__metadata__": notes}, 0, []
    for name, tensor in tensors.items():
        data = tensor.contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
        values.append(data)
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    temporary = path + ".new"
    with open(temporary, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for data in values:
            file.write(data)
    os.replace(temporary, path)


def main():
    parser = argparse.ArgumentParser(description="Features of captions by a frozen CLIP text model.")
    parser.add_argument("captions")
    parser.add_argument("out")
    parser.add_argument("--model", default="openai/clip-vit-base-patch32")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--no-long", action="store_true", help="leave out the long texts")
    options = parser.parse_args()
    try:
        images = read_captions(options.captions)
    except (OSError, ValueError, KeyError, IndexError) as error:
        sys.exit(f"{options.captions}: not a caption file that this script can read ({error})")
    silent = next((name for name, captions in images if not captions), None)
    if silent is not None:
        sys.exit(f"{options.captions}: the image {silent} has no caption. Add one, or take the image out of the file.")
    try:
        from transformers import AutoTokenizer, CLIPTextModel
    except ImportError as error:
        sys.exit(f"{error}. Install torch and transformers: python3 -m pip install torch transformers")
    try:
        tokenizer, model = AutoTokenizer.from_pretrained(options.model), CLIPTextModel.from_pretrained(options.model)
    except (OSError, ValueError) as error:
        sys.exit(f"{options.model}: the model cannot be loaded ({error}). Name a folder that holds it with --model, or a model of the Hugging Face hub where that can be reached.")
    model = model.eval().to(options.device)
    tensors = {"captions": embed([caption for _, captions in images for caption in captions], tokenizer, model, options.batch, options.device)}
    if not options.no_long:
        tensors["long"] = embed([" ".join(captions) for _, captions in images], tokenizer, model, options.batch, options.device)
    write(options.out, tensors, {"captions_sha256": digest(images), "model": options.model})
    print(f"{options.out}: {', '.join(f'{name} {list(tensor.shape)}' for name, tensor in tensors.items())}")


if __name__ == "__main__":
    main()
