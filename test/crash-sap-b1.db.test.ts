import { describeCrashes } from './crash/describe-crashes.ts';
import { b1Books } from './crash/sap-b1.ts';

describeCrashes('SAP Business One', b1Books);
