import { describeCrashes } from './crash/describe-crashes.ts';
import { odooBooks } from './crash/odoo.ts';

describeCrashes('Odoo', odooBooks);
