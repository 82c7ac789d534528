"""TensorFlow's side of bench/train.ts: training steps of the reference's network in Keras, as the reference had it.

    python trainPeerKeras.py THREADS MANIFEST.json

Line protocol: each line of standard input is a command and is answered by one line of JSON.

    describe        versions
    time STEPS      seconds and processor seconds of every step

The weights are Keras's own initial ones: only time is measured here, the numbers are compared with PyTorch's.
"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import tensorflow as tf
from keras import layers

tf.config.threading.set_intra_op_parallelism_threads(int(sys.argv[1]))
tf.config.threading.set_inter_op_parallelism_threads(int(sys.argv[1]))
with open(sys.argv[2], encoding="utf-8") as file:
    sizes = json.load(file)["settings"]


def make_step():
    batch, rows, columns = sizes["batch"], sizes["rows"], sizes["columns"]
    first, second, third = sizes["channels"]
    latent = sizes["latentSize"]
    signal = at = keras.Input((rows, columns))
    for filters, taps, stride in ((first, 5, 2), (second, 3, 2), (third, 3, 1)):
        at = layers.Conv1D(filters, taps, strides=stride, padding="same")(at)
        at = layers.BatchNormalization()(at)
        at = layers.LeakyReLU(negative_slope=0.2)(at)
    at = layers.Dense(sizes["hidden"], activation="sigmoid")(layers.Flatten()(at))
    encoder = keras.Model(signal, [layers.Dense(latent)(at), layers.Dense(latent)(at)])

    code = keras.Input((latent,))
    length = rows // 4
    at = layers.Dense(length * third, activation="relu")(code)
    at = layers.BatchNormalization()(layers.Reshape((length, third))(at))
    at = layers.Reshape((1, length, third))(at)
    for filters, taps, stride, activation in (
        (second, 3, 1, "relu"),
        (first, 3, 2, "relu"),
        (columns, 5, 2, None),
    ):
        at = layers.Conv2DTranspose(filters, (1, taps), strides=(1, stride), padding="same")(at)
        if activation is None:
            at = layers.Activation("sigmoid")(at)
        else:
            at = layers.Activation(activation)(layers.BatchNormalization()(at))
    decoder = keras.Model(code, layers.Reshape((rows, columns))(at))

    mean = keras.Input((latent,))
    wide, narrow = sizes["regressor"]
    at = layers.Dense(wide, activation="relu")(layers.ReLU()(mean))
    at = layers.Dense(narrow, activation="relu")(at)
    regressor = keras.Model(mean, layers.Dense(2, activation="sigmoid")(at))

    weights = encoder.trainable_weights + decoder.trainable_weights + regressor.trainable_weights
    optimizer = keras.optimizers.RMSprop(learning_rate=5e-4, rho=0.9, epsilon=1e-7)
    optimizer.build(weights)
    x = tf.random.uniform((batch, rows, columns))
    target = tf.random.uniform((batch, 2))
    noise = tf.random.normal((batch, latent))

    @tf.function
    def run():
        with tf.GradientTape() as tape:
            m, v = encoder(x, training=True)
            decoded = decoder(m + tf.exp(0.5 * v) * noise, training=True)
            divergence = tf.reduce_mean(-0.5 * (1 + v - tf.square(m) - tf.exp(v)))
            error = tf.reduce_sum(tf.square(regressor(m, training=True) - target))
            loss = tf.reduce_sum(tf.square(decoded - x)) + 2 * divergence + 10 * error
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    return lambda: float(run())


def answer(line):
    command, *rest = line.split()
    if command == "describe":
        return {"tensorflow": tf.__version__, "keras": keras.__version__}
    if command == "time":
        if not STEPS:
            step = make_step()
            step()
            STEPS.append(step)
        times = []
        for _ in range(int(rest[0])):
            wall, processor = time.perf_counter(), time.process_time()
            STEPS[0]()
            times.append([time.perf_counter() - wall, time.process_time() - processor])
        return {"times": times}
    raise ValueError(command)


STEPS = []
for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
