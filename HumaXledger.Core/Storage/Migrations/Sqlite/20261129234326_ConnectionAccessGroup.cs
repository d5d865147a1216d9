using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ConnectionAccessGroup : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AccessGroup",
                table: "Connections",
                type: "TEXT",
                maxLength: 50,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AccessGroup",
                table: "Connections");
        }
    }
}
