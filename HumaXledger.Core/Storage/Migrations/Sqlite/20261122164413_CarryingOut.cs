using System;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CarryingOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Attempt",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "MailedAt",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            // Results of runs before this column were sent when they ended; they must not be sent again.
            migrationBuilder.Sql("UPDATE \"Runs\" SET \"MailedAt\" = \"FinishedAt\" WHERE \"FinishedAt\" IS NOT NULL");

            migrationBuilder.AddColumn<Guid>(
                name: "EarlierRunId",
                table: "Plans",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "HeldByGuardCount",
                table: "Plans",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Origin",
                table: "Plans",
                type: "TEXT",
                nullable: false,
                defaultValue: "Reviewed");

            migrationBuilder.AddColumn<string>(
                name: "GuardLimits",
                table: "Connections",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Compared",
                table: "Comparisons",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TokenEntity",
                table: "Comparisons",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AgreedBefore",
                table: "Changes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EarlierId",
                table: "Changes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Plans_EarlierRunId",
                table: "Plans",
                column: "EarlierRunId",
                filter: "\"EarlierRunId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Changes_EarlierId",
                table: "Changes",
                column: "EarlierId",
                filter: "\"EarlierId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Plans_EarlierRunId",
                table: "Plans");

            migrationBuilder.DropIndex(
                name: "IX_Changes_EarlierId",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "Attempt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "MailedAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "EarlierRunId",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "HeldByGuardCount",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "Origin",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "GuardLimits",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Compared",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "TokenEntity",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "AgreedBefore",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "EarlierId",
                table: "Changes");
        }
    }
}
