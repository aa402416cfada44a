import { z } from 'zod';

// Zod probes `Function` once before its first parse, which the content security policy forbids and reports. Import this
// module before any other that defines a schema, in every entry that runs under the policy.
z.config({ jitless: true });
