"""First uniforms of some seeds by xoroshiro128+ (24, 16, 37) as its authors define it, in plain Python.

The golden numbers of packages/random/src/createRandom.test.ts. Run: python3 uniforms.py
"""
M64, M32 = 2**64 - 1, 2**32 - 1


def rotate(x, k):
    return ((x << k) | (x >> (64 - k))) & M64


def hash_text(text):
    h = 0x811C9DC5  # FNV-1a, then the finalizer of Murmur3
    for c in text:
        h = ((h ^ ord(c)) * 0x01000193) & M32
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & M32
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & M32
    return h ^ (h >> 16)


def uniforms(seed, count):
    # pure-rand spreads a 32-bit seed over the state as (-1, ~seed) and (seed, 0).
    seed = hash_text(str(seed))
    s0, s1 = (M32 << 32) | (~seed & M32), seed << 32

    def next32():
        nonlocal s0, s1
        out = (s0 + s1) & M32
        s1 ^= s0
        s0 = rotate(s0, 24) ^ s1 ^ ((s1 << 16) & M64)
        s1 = rotate(s1, 37)
        return out

    return [((next32() & (2**26 - 1)) * 2**27 + (next32() & (2**27 - 1))) / 2**53 for _ in range(count)]


for seed in (0, 1, 42, 2**40):
    print(seed, uniforms(seed, 3))
