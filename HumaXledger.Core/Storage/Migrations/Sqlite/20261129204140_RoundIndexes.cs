using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RoundIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
        }
    }
}
