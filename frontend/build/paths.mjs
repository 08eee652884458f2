/** Folders that every build step shares, as absolute paths. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FRONTEND = dirname(dirname(fileURLToPath(import.meta.url)));
export const ROOT = dirname(FRONTEND);
export const MODULES = join(ROOT, 'node_modules');
export const BUILT = join(ROOT, 'src/pamoja/web/static/built');
