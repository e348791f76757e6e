// What a step is set to, as short as it can be said. Pure.

/** One setting's value: "±15°", "0.7–1", "p 0.5", "σ 0.1–1 px". `short` writes a number. */
export function describeValue(setting, value, short) {
  const unit = setting.unit
  if (setting.name === 'p') return `p ${short(value)}`
  if (!Array.isArray(value)) return `${short(value)}${unit}`
  const [low, high] = value
  return low === -high && high > 0 ? `±${short(high)}${unit}` : `${short(low)}–${short(high)}${unit}`
}

/** The setting that the handle moves, as the row says it. */
export const describeStep = (card, values, short) => {
  const setting = card.settings.find(({ name }) => name === card.handle[0])
  const said = describeValue(setting, values[setting.name], short)
  return card.handle.length > 1 ? `±${said}` : said
}
