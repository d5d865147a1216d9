using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ActivityChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Activity_ConnectionId_Id",
                table: "Activity");

            migrationBuilder.AddColumn<string>(
                name: "From",
                table: "Activity",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Hash",
                table: "Activity",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Number",
                table: "Activity",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PreviousHash",
                table: "Activity",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WhoId",
                table: "Activity",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ActivityChain",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false),
                    CutNumber = table.Column<long>(type: "bigint", nullable: false),
                    CutHash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ActivityChain", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "ActivityChain",
                columns: new[] { "Id", "CutHash", "CutNumber", "Hash", "Number" },
                values: new object[] { 1, "0000000000000000000000000000000000000000000000000000000000000000", 0L, "0000000000000000000000000000000000000000000000000000000000000000", 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Activity_At",
                table: "Activity",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Activity_ConnectionId_Number",
                table: "Activity",
                columns: new[] { "ConnectionId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Activity_Number",
                table: "Activity",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Activity_What_Number",
                table: "Activity",
                columns: new[] { "What", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Activity_Who_Number",
                table: "Activity",
                columns: new[] { "Who", "Number" });

            migrationBuilder.CreateActivityGuards();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropActivityGuards();

            migrationBuilder.DropTable(
                name: "ActivityChain");

            migrationBuilder.DropIndex(
                name: "IX_Activity_At",
                table: "Activity");

            migrationBuilder.DropIndex(
                name: "IX_Activity_ConnectionId_Number",
                table: "Activity");

            migrationBuilder.DropIndex(
                name: "IX_Activity_Number",
                table: "Activity");

            migrationBuilder.DropIndex(
                name: "IX_Activity_What_Number",
                table: "Activity");

            migrationBuilder.DropIndex(
                name: "IX_Activity_Who_Number",
                table: "Activity");

            migrationBuilder.DropColumn(
                name: "From",
                table: "Activity");

            migrationBuilder.DropColumn(
                name: "Hash",
                table: "Activity");

            migrationBuilder.DropColumn(
                name: "Number",
                table: "Activity");

            migrationBuilder.DropColumn(
                name: "PreviousHash",
                table: "Activity");

            migrationBuilder.DropColumn(
                name: "WhoId",
                table: "Activity");

            migrationBuilder.CreateIndex(
                name: "IX_Activity_ConnectionId_Id",
                table: "Activity",
                columns: new[] { "ConnectionId", "Id" });
        }
    }
}
