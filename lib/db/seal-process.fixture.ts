import { seal } from './seal';

process.stdout.write(seal('shared', { rowId: 'row-1', field: 'credentials' }));
