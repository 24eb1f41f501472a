-- CreateTable
CREATE TABLE "ca_bundles" (
    "bundle_id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "notes" TEXT,
    "pem" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "certificate_count" INTEGER NOT NULL,
    "first_expires_at" DATETIME,
    "confirmations" JSONB NOT NULL DEFAULT '[]',
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "created_by" TEXT,
    "updated_by" TEXT
);

-- CreateTable
CREATE TABLE "client_verdicts" (
    "server_id" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,

    PRIMARY KEY ("server_id", "client"),
    CONSTRAINT "client_verdicts_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "mcp_servers" ("server_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_mcp_servers" (
    "server_id" TEXT NOT NULL PRIMARY KEY,
    "server_name" TEXT NOT NULL,
    "alias" TEXT,
    "description" TEXT,
    "url" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "auth_type" TEXT NOT NULL DEFAULT 'none',
    "credentials" TEXT,
    "static_headers" TEXT,
    "extra_headers" JSONB NOT NULL DEFAULT '[]',
    "allowed_tools" JSONB NOT NULL DEFAULT '[]',
    "mcp_access_groups" JSONB NOT NULL DEFAULT '[]',
    "mcp_info" JSONB NOT NULL DEFAULT '{}',
    "timeout_ms" INTEGER NOT NULL DEFAULT 15000,
    "is_config" BOOLEAN NOT NULL DEFAULT false,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "created_by" TEXT,
    "updated_by" TEXT,
    "mcp_era" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "status_order" INTEGER NOT NULL DEFAULT 2,
    "last_health_check" DATETIME,
    "health_check_code" TEXT,
    "health_check_error" TEXT,
    "last_report" JSONB,
    "certificate_expires_at" DATETIME,
    "ssl_verify" TEXT,
    "ssl_verify_reason" TEXT,
    "ca_bundle_id" TEXT,
    "include_public_roots" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "mcp_servers_ca_bundle_id_fkey" FOREIGN KEY ("ca_bundle_id") REFERENCES "ca_bundles" ("bundle_id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "new_mcp_servers" ("alias", "allowed_tools", "auth_type", "ca_bundle_id", "certificate_expires_at", "created_at", "created_by", "credentials", "description", "extra_headers", "health_check_code", "health_check_error", "include_public_roots", "is_config", "last_health_check", "last_report", "mcp_access_groups", "mcp_era", "mcp_info", "server_id", "server_name", "ssl_verify", "ssl_verify_reason", "static_headers", "status", "status_order", "timeout_ms", "transport", "updated_at", "updated_by", "url") SELECT "alias", "allowed_tools", "auth_type", "ca_bundle_id", "certificate_expires_at", "created_at", "created_by", "credentials", "description", "extra_headers", "health_check_code", "health_check_error", "include_public_roots", "is_config", "last_health_check", "last_report", "mcp_access_groups", "mcp_era", "mcp_info", "server_id", "server_name", "ssl_verify", "ssl_verify_reason", "static_headers", "status", "status_order", "timeout_ms", "transport", "updated_at", "updated_by", "url" FROM "mcp_servers";
DROP TABLE "mcp_servers";
ALTER TABLE "new_mcp_servers" RENAME TO "mcp_servers";
CREATE UNIQUE INDEX "mcp_servers_server_name_key" ON "mcp_servers"("server_name");
CREATE INDEX "mcp_servers_ca_bundle_id_idx" ON "mcp_servers"("ca_bundle_id");
CREATE INDEX "mcp_servers_status_order_server_name_idx" ON "mcp_servers"("status_order", "server_name");
CREATE INDEX "mcp_servers_status_idx" ON "mcp_servers"("status");
CREATE INDEX "mcp_servers_is_config_idx" ON "mcp_servers"("is_config");
CREATE INDEX "mcp_servers_ssl_verify_idx" ON "mcp_servers"("ssl_verify");
CREATE INDEX "mcp_servers_last_health_check_idx" ON "mcp_servers"("last_health_check");
CREATE INDEX "mcp_servers_certificate_expires_at_idx" ON "mcp_servers"("certificate_expires_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "ca_bundles_name_key" ON "ca_bundles"("name");

-- CreateIndex
CREATE INDEX "ca_bundles_first_expires_at_idx" ON "ca_bundles"("first_expires_at");

-- CreateIndex
CREATE INDEX "client_verdicts_client_verdict_idx" ON "client_verdicts"("client", "verdict");
