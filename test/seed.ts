import fc from 'fast-check'

const { FC_SEED } = process.env

// Without FC_SEED every property takes another seed each time, and tells it where it fails.
if (FC_SEED !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FC_SEED) })
