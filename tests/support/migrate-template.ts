/** Brings an empty database to the current schema. Must close every connection it opens: a database in use cannot be cloned. */
export async function migrateTemplate(_connectionString: string): Promise<void> {}
