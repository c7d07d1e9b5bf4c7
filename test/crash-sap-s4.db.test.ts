import { describeCrashes } from './crash/describe-crashes.ts';
import { s4Books } from './crash/sap-s4.ts';

describeCrashes('SAP S/4HANA', s4Books);
