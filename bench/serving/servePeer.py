"""Serves scores and explanations of a data set's clients with FastAPI, uvicorn and LightGBM, one process.

python3 servePeer.py DATA MODEL: the features that `npm run features` wrote, and the model under models/MODEL.
"""
import json
import os
import socket
import sys

import lightgbm
import numpy
import uvicorn
from fastapi import FastAPI

data, model = sys.argv[1:3]
with open(os.path.join(data, "meta.json")) as file:
    meta = json.load(file)
folder = os.path.join(data, meta["generation"])
ids = numpy.fromfile(os.path.join(folder, "ids.i32"), dtype=numpy.int32)
with open(os.path.join(folder, "catalogue.json")) as file:
    names = [feature["name"] for feature in json.load(file)["features"]]
rows = numpy.memmap(os.path.join(folder, "features.f32"), dtype=numpy.float32, mode="r").reshape(len(ids), -1)
booster = lightgbm.Booster(model_file=os.path.join("models", model, "model.txt"))
position = {name: i for i, name in enumerate(names)}
# What the model derives from the features is missing here: the time of a prediction hardly depends on it.
columns = [position.get(name, -1) for name in booster.feature_name()]
place = {int(one): i for i, one in enumerate(ids)}
app = FastAPI()


def inputs(client: int) -> numpy.ndarray:
    row = numpy.append(rows[place[client]], numpy.nan)
    return row[columns].astype(numpy.float64)[None, :]


@app.get("/score/{client}")
def score(client: int):
    return {"clientId": client, "probabilityOfDefault": float(booster.predict(inputs(client), num_threads=1)[0])}


@app.get("/explanation/{client}")
def explanation(client: int):
    values = booster.predict(inputs(client), pred_contrib=True, num_threads=1)[0]
    return {"clientId": client, "contributions": dict(zip(booster.feature_name(), values[:-1].tolist()))}


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
