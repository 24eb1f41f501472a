-- CreateTable
CREATE TABLE "mcp_servers" (
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
    "last_report" JSONB
);

-- CreateIndex
CREATE UNIQUE INDEX "mcp_servers_server_name_key" ON "mcp_servers"("server_name");

-- CreateIndex
CREATE INDEX "mcp_servers_status_order_server_name_idx" ON "mcp_servers"("status_order", "server_name");

-- CreateIndex
CREATE INDEX "mcp_servers_status_idx" ON "mcp_servers"("status");

-- CreateIndex
CREATE INDEX "mcp_servers_is_config_idx" ON "mcp_servers"("is_config");

-- CreateIndex
CREATE INDEX "mcp_servers_last_health_check_idx" ON "mcp_servers"("last_health_check");
