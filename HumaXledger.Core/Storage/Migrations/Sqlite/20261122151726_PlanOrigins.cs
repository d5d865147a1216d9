using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PlanOrigins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "EarlierRunId",
                table: "Plans",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Origin",
                table: "Plans",
                type: "TEXT",
                nullable: false,
                defaultValue: "Reviewed");

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
                name: "EarlierRunId",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "Origin",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "AgreedBefore",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "EarlierId",
                table: "Changes");
        }
    }
}
