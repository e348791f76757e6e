import js from '@eslint/js'
import globals from 'globals'

const rules = {
  ...js.configs.recommended.rules,
  complexity: ['error', 20],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
}

export default [
  { ignores: ['node_modules/', '.venv/', 'runs/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['app/**/*.js'], languageOptions: { globals: globals.browser }, rules },
  { files: ['tests/js/**/*.mjs', 'eslint.config.js'], languageOptions: { globals: globals.nodeBuiltin }, rules },
]
