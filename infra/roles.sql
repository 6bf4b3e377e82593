-- Who may do what in the database: run once, by a superuser, in the empty database `samsyn`.
-- The postgres service of docker-compose.yml does so by itself; elsewhere: psql --dbname=samsyn --file=infra/roles.sql
-- with OWNER_PASSWORD and DATABASE_PASSWORD in the environment.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv password DATABASE_PASSWORD

-- The owner migrates, makes organisations, backs up and restores.
CREATE ROLE samsyn_owner LOGIN PASSWORD :'owner_password';
-- Web, worker and beat read and write rows, and can neither make, change nor drop a table.
CREATE ROLE samsyn LOGIN PASSWORD :'password';

SELECT current_database() AS database \gset
ALTER DATABASE :"database" OWNER TO samsyn_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO samsyn;

-- For all that the owner will ever make, in the schemas of tenants that are not there yet, too.
ALTER DEFAULT PRIVILEGES FOR ROLE samsyn_owner GRANT USAGE ON SCHEMAS TO samsyn;
ALTER DEFAULT PRIVILEGES FOR ROLE samsyn_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO samsyn;
ALTER DEFAULT PRIVILEGES FOR ROLE samsyn_owner GRANT USAGE, SELECT ON SEQUENCES TO samsyn;
