/** A folder of static pages, such as a built site or PDFs, that only buyers may open. */

import { join } from 'node:path';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { options, readerOf } from './site.js';

const plenigo = createPlenigo({ ...options, user: readerOf, loginUrl: '/login' });

export const app = express();
app.use('/plenigo', plenigo.router());
app.use('/archive', plenigo.requireAccess('ARCHIVE'), express.static(join(import.meta.dirname, 'archive')));
// No parent of that folder: it would open what is in it at other spellings of the address, such as /%61rchive.
app.use(express.static(join(import.meta.dirname, 'public')));
