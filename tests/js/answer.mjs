// Answers of the server, made by hand.

/** An answer laid out by hand, byte for byte as the server's text says. */
export function answer(
  head,
  arrays,
  text = JSON.stringify({ version: 1, ...head, arrays: arrays.map(({ name, type, shape }) => ({ name, type, shape })) }),
) {
  const json = Buffer.from(text)
  const pad = (4 - ((4 + json.length) % 4)) % 4
  const size = Buffer.alloc(4)
  size.writeUInt32LE(json.length + pad)
  const parts = [size, json, Buffer.alloc(pad, ' ')]
  for (const { type, values } of arrays) {
    const bytes =
      type === 'uint8'
        ? Buffer.from(values)
        : Buffer.concat(
            values.map(v => {
              const b = Buffer.alloc(4)
              b.writeFloatLE(v)
              return b
            }),
          )
    parts.push(bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4))
  }
  const whole = Buffer.concat(parts)
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length)
}
export const uint8 = (name, shape, values) => ({ name, type: 'uint8', shape, values })
export const float32 = (name, shape, values) => ({ name, type: 'float32', shape, values })
