using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SeveralNodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "StartedById",
                table: "Runs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DecisionsVersion",
                table: "Comparisons",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "StartedById",
                table: "Comparisons",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SpentStates",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SpentStates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TokenLimits",
                columns: table => new
                {
                    Token = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TokenLimits", x => x.Token);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PendingChanges_Failed",
                table: "PendingChanges",
                columns: new[] { "ConnectionId", "HumaId" },
                filter: "\"State\" = 'Failed'");

            migrationBuilder.CreateIndex(
                name: "IX_PendingChanges_Held",
                table: "PendingChanges",
                columns: new[] { "ConnectionId", "HumaId" },
                filter: "\"State\" = 'Held'");

            migrationBuilder.CreateIndex(
                name: "IX_PendingChanges_Waiting",
                table: "PendingChanges",
                columns: new[] { "DueAt", "ConnectionId" },
                filter: "\"State\" = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_PendingChanges_Writing",
                table: "PendingChanges",
                column: "ConnectionId",
                filter: "\"State\" = 'Writing'");

            migrationBuilder.CreateIndex(
                name: "IX_Comparisons_DriftChecks",
                table: "Comparisons",
                column: "StartedAt",
                filter: "\"Purpose\" = 'DriftCheck'");

            migrationBuilder.CreateIndex(
                name: "IX_Comparisons_Running",
                table: "Comparisons",
                column: "ConnectionId",
                filter: "\"State\" = 'Running'");

            migrationBuilder.CreateIndex(
                name: "IX_SpentStates_ExpiresAt",
                table: "SpentStates",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SpentStates");

            migrationBuilder.DropTable(
                name: "TokenLimits");

            migrationBuilder.DropIndex(
                name: "IX_PendingChanges_Failed",
                table: "PendingChanges");

            migrationBuilder.DropIndex(
                name: "IX_PendingChanges_Held",
                table: "PendingChanges");

            migrationBuilder.DropIndex(
                name: "IX_PendingChanges_Waiting",
                table: "PendingChanges");

            migrationBuilder.DropIndex(
                name: "IX_PendingChanges_Writing",
                table: "PendingChanges");

            migrationBuilder.DropIndex(
                name: "IX_Comparisons_DriftChecks",
                table: "Comparisons");

            migrationBuilder.DropIndex(
                name: "IX_Comparisons_Running",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "StartedById",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "DecisionsVersion",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "StartedById",
                table: "Comparisons");
        }
    }
}
