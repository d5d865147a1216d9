using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReviewOfDistinctPairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ComparisonId",
                table: "DistinctPairs",
                type: "TEXT",
                nullable: true);

            DistinctPairReviews.AddTo(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ComparisonId",
                table: "DistinctPairs");
        }
    }
}
