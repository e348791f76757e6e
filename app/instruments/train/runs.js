// The visitor's table of runs, and the same as CSV. Pure.
import { ends, spread, valueOf } from './run_events.js'

/** A race that has ended, as rows of the table, the left lane first. */
export function runsOf(race, number) {
  const seeds = ends(race, 'accuracy')
  return race.lanes
    .map((lane, i) => {
      const last = lane.standings.at(-1)
      const values = seeds.map(one => one.values[i])
      return (
        last && {
          race: number,
          lane: i,
          settings: i ? race.now.right : race.now.left,
          epoch: last.epoch,
          how: lane.ended?.how ?? 'stopped',
          train: last.train,
          validation: last.validation,
          seeds: values.length,
          ...spread(values),
          kept: race.kept,
        }
      )
    })
    .filter(Boolean)
}

export const COLUMNS = [
  ...[
    'race',
    'lane',
    'data',
    'each',
    'network',
    'width',
    'depth',
    'epochs',
    'batch',
    'optimiser',
    'learning_rate',
    'schedule',
    'weight_decay',
  ],
  ...['augmentation', 'dropout', 'label_smoothing', 'random_labels', 'seed', 'epoch', 'how'],
  ...['train_accuracy', 'train_loss', 'validation_accuracy', 'validation_loss', 'seeds', 'mean_accuracy', 'sd_accuracy', 'recorded'],
]
const WHAT = {
  race: run => run.race,
  lane: run => (run.lane ? 'right' : 'left'),
  epoch: run => run.epoch,
  how: run => run.how,
  train_accuracy: run => valueOf(run.train, 'accuracy'),
  train_loss: run => valueOf(run.train, 'loss'),
  validation_accuracy: run => valueOf(run.validation, 'accuracy'),
  validation_loss: run => valueOf(run.validation, 'loss'),
  seeds: run => run.seeds,
  mean_accuracy: run => run.mean,
  sd_accuracy: run => run.sd,
  recorded: run => run.kept,
}

const round = v => (typeof v === 'number' ? (Number.isFinite(v) ? String(Number(v.toPrecision(6))) : '') : String(v ?? ''))
/** One cell: a spreadsheet must not take a word for a formula, nor a comma for the end. */
export function cell(value) {
  const text = round(value)
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows, newest first as in the table, as CSV with a line of names. */
export const csv = runs =>
  [COLUMNS, ...runs.map(run => COLUMNS.map(name => (WHAT[name] ? WHAT[name](run) : run.settings[name])))]
    .map(row => row.map(cell).join(','))
    .join('\r\n') + '\r\n'
